import type { TreePath } from './path.ts';
import { sectionOf } from './sections.ts';

/** What people write for a key, by the key that Compose has. Not slips of the finger: those are told by their letters. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'services.*': {
    environment: ['env', 'envs', 'env_var', 'env_vars', 'variables', 'vars'],
    env_file: ['dotenv', 'env_from'],
    container_name: ['name', 'container'],
    image: ['img', 'docker_image', 'container_image'],
    build: ['dockerfile_path', 'build_context'],
    depends_on: ['depends', 'dependencies', 'needs', 'requires', 'wait_for', 'waits_for', 'start_after'],
    ports: ['publish', 'published', 'port_mapping', 'port_mappings', 'port_bindings', 'expose_port', 'expose_ports'],
    volumes: ['mount', 'mounts', 'vol', 'vols'],
    networks: ['net', 'nets'],
    command: ['cmd', 'run', 'start', 'start_command', 'exec'],
    stdin_open: ['interactive'],
    mem_limit: ['memory', 'mem'],
    healthcheck: ['health'],
    restart: ['restart_policy'],
    working_dir: ['workdir', 'cwd'],
  },
  'services.*.build': { context: ['path', 'dir', 'folder'], dockerfile: ['file', 'docker_file'] },
  'services.*.ports.*': {
    target: ['container', 'container_port', 'internal'],
    published: ['host', 'host_port', 'external'],
  },
  'services.*.healthcheck': {
    test: ['command', 'cmd', 'check'],
    retries: ['max_retries', 'attempts'],
    start_period: ['delay', 'initial_delay'],
  },
  'networks.*': { driver: ['type'] },
  'secrets.*': { file: ['path', 'source', 'src', 'filename'], environment: ['env', 'variable'] },
  'configs.*': { file: ['path', 'source', 'src', 'filename'], content: ['text', 'inline'] },
};

/** The key that another word for it most likely means, of those that are free. */
export function otherWord(word: string, path: TreePath, free: readonly string[]): string | undefined {
  const meant = Object.entries(OTHER_WORDS[sectionOf(path)] ?? {}).find(([, words]) =>
    words.includes(word.toLowerCase().replaceAll('-', '_')),
  )?.[0];
  return meant !== undefined && free.includes(meant) ? meant : undefined;
}
