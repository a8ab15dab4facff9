// Loaded before the program by bench/terminal.mjs: at SIGUSR2 it collects garbage and writes what is still held, in bytes.
'use strict';
const { writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

process.on('SIGUSR2', () => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  writeFileSync(process.env.BENCH_HEAP, String(process.memoryUsage().heapUsed));
});
