export declare function join(path?: string, ...paths: string[]): string;
