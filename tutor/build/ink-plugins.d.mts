import type { Plugin } from 'esbuild';

export declare const inkPlugins: Plugin[];
