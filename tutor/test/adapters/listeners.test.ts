import { expect, it } from 'vitest';
import { listeningSockets } from '../../src/adapters/listeners.ts';

const recorded = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0B00007F:B2BF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 144713 1 00000000aa616fba 100 0 0 10 0
   1: 00000000:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000    70        0 145783 1 000000003e8d2e5c 100 0 0 10 0
   2: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 145790 1 000000002e1386b9 100 0 0 10 0
   3: 0100007F:1538 0100007F:AF90 06 00000000:00000000 03:000016DA 00000000     0        0 0 3 00000000afc547cc
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    70        0 145784 1 00000000276d2481 100 0 0 10 0
   1: 00000000000000000000000001000000:1F40 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    70        0 145799 1 00000000276d2481 100 0 0 10 0
`;

it("the kernel's tables give what is listened on, without connections and Docker's own name server", () => {
  expect(listeningSockets(recorded)).toEqual([
    { address: '0.0.0.0', port: 5432, inode: '145783' },
    { address: '127.0.0.1', port: 8000, inode: '145790' },
    { address: '::', port: 5432, inode: '145784' },
    { address: '::1', port: 8000, inode: '145799' },
  ]);
});

it('text that is no table gives nothing', () => {
  expect(listeningSockets('cat: /proc/net/tcp6: No such file or directory\n')).toEqual([]);
});
