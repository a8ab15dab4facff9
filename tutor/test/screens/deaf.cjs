// Loaded before the program: a file system whose events never arrive, as on some network drives.
'use strict';
const { EventEmitter } = require('node:events');
const fs = require('node:fs');

fs.watch = () => Object.assign(new EventEmitter(), { close: () => undefined });
