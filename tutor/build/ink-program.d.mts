export declare function bundleInkProgram(entryPoint: string, outfile: string): Promise<void>;
