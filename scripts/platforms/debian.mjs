// Unpacks packages of another Debian release or processor into a folder. Nothing is installed, and the machine's own
// apt is not changed. Uses the mirror of this machine's apt.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const sources = '/etc/apt/sources.list.d/debian.sources';

function mirror() {
  const files = [sources, '/etc/apt/sources.list'].filter((file) => existsSync(file));
  for (const file of files) {
    const match = /^(?:URIs:|deb(?:-src)?(?: \[[^\]]*\])?)\s+(\S+\/debian)\/?(?:\s|$)/m.exec(
      readFileSync(file, 'utf8'),
    );
    if (match) return match[1];
  }
  throw new Error(
    `platforms: no Debian mirror in ${sources} or /etc/apt/sources.list: this test needs a Debian machine`,
  );
}

/** Downloads the newest `packages` of `suite` for `arch` and unpacks them into `folder`. */
export function unpackDebian({ suite, arch, packages }, folder) {
  const apt = path.join(folder, '.apt');
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'etc'])
    mkdirSync(path.join(apt, name), { recursive: true });
  writeFileSync(path.join(apt, 'status'), '');
  writeFileSync(path.join(apt, 'sources.list'), `deb [signed-by=${keyring()}] ${mirror()} ${suite} main\n`);
  const options = Object.entries({
    'APT::Architecture': arch,
    'APT::Architectures': arch,
    'APT::Sandbox::User': 'root',
    'Dir::State': path.join(apt, 'state'),
    // Otherwise apt looks for the versions that are installed here.
    'Dir::State::status': path.join(apt, 'status'),
    'Dir::Cache': path.join(apt, 'cache'),
    'Dir::Etc::sourcelist': path.join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const run = (command, args) => execFileSync(command, args, { cwd: apt, stdio: ['ignore', 'ignore', 2] });
  run('apt-get', [...options, '-qq', 'update']);
  run('apt-get', [...options, '-qq', 'download', ...packages]);
  for (const file of readdirSync(apt).filter((name) => name.endsWith('.deb'))) run('dpkg-deb', ['-x', file, folder]);
}

/** Keys of all releases, the archived ones too. */
function keyring() {
  return '/usr/share/keyrings/debian-archive-keyring.gpg';
}
