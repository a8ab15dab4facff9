import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The container starts a server that can be reached from outside it. Passes where that cannot be told. */
export const check: CheckWord<Context> = {
  word: 'dockerfile-starts-server',
  looksAt: 'files',
  run({ facts }) {
    const { listening, source } = facts;
    switch (listening.kind) {
      case 'unknown':
        return passed;
      case 'none':
        return failed({
          title: `the image of ${source.dockerfile.path} starts no server`,
          at: { span: listening.at, message: 'this is what is started' },
          look: 'docker compose logs web',
        });
      case 'malformed':
        return failed({
          title: 'the server is given an address that it does not understand',
          at: { span: listening.at.span, message: 'this address' },
        });
      case 'known':
        if (listening.reach === 'everywhere') return passed;
        return failed({
          title: `the server listens on ${listening.host.value}, which only its own container can reach`,
          at: { span: listening.host.source.span, message: 'this decides where it listens' },
        });
    }
  },
};
