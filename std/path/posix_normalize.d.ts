export declare function normalize(path: string): string;
