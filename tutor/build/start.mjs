// `npm start`: from a bare clone to the tutor, open on your-project/.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReady, ROOT } from './ready.mjs';

makeReady();
const tutor = join(ROOT, 'dist', 'tutor.js');
const project = join(ROOT, 'your-project');
if (!existsSync(project) || readdirSync(project).length === 0) run(['init', project]);
process.exitCode = process.stdin.isTTY && process.stdout.isTTY ? run(['--dir', project]) : runWithoutTerminal();

/** Work still to do, or no Docker, is no failure of `npm start`: a result was made. */
function runWithoutTerminal() {
  const folder = mkdtempSync(join(tmpdir(), 'compose-tutor-start-'));
  try {
    const result = join(folder, 'result.json');
    const code = run(['check', '--dir', project, '--format', 'pretty', '--format', `json:${result}`]);
    if (!existsSync(result)) return code;
    // npm puts no `tutor` on the path of a clone; npx finds it here.
    process.stdout.write(' here  in this clone write `npx tutor … --dir your-project` where it says `tutor …`\n');
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args) {
  const ran = spawnSync(process.execPath, [tutor, ...args], { cwd: ROOT, stdio: 'inherit' });
  return ran.status ?? 2;
}
