import { expect, it } from 'vitest';
import { takenPorts } from '../../src/observe/taken-ports.ts';

it.each([
  [
    'Engine 20.10, a container',
    'driver failed programming external connectivity on endpoint p-web-1 (4f): Bind for 0.0.0.0:8000 failed: port is already allocated',
    [8000],
  ],
  [
    'Engine 28, a container',
    'failed to set up container networking: driver failed programming external connectivity on endpoint p-web-1 (4f): Bind for :::8000 failed: port is already allocated',
    [8000],
  ],
  [
    'Engine 20.10, a process',
    'Error starting userland proxy: listen tcp4 0.0.0.0:8000: bind: address already in use',
    [8000],
  ],
  [
    'Engine 28, a process',
    'failed to bind host port for 0.0.0.0:8000:172.18.0.3:8000/tcp: address already in use',
    [8000],
  ],
  ['a later Engine, a process', 'failed to bind host port 0.0.0.0:8000/tcp: address already in use', [8000]],
  [
    'Desktop',
    'Ports are not available: exposing port TCP 0.0.0.0:5000 -> 127.0.0.1:0: listen tcp 0.0.0.0:5000: bind: address already in use',
    [5000],
  ],
  ['IPv6', 'listen tcp6 [::]:5432: bind: address already in use', [5432]],
  ['a page that only says so', 'connection to server at "db", port 5432 failed: Connection refused', []],
])('%s', (_who, text, ports) => {
  expect(takenPorts([text])).toEqual(ports);
});
