export const region = "eu";
export const key = "AKIAZ3MTQ7PL2XW5RB4N";
