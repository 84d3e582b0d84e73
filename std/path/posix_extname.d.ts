export declare function extname(path: string): string;
