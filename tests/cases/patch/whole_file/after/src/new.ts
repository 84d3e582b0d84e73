export const NEW = 1;
