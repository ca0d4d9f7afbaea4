// Runs this bot and the comparison bots in turns under the same load and prints one line for each figure: the median of the rounds.
//     node compare.mjs [rounds, 3 unless told]      needs bot/target/komir.jar, redis-server, and `npm ci` in peers/
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 3);
const port = 6390;
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const jar = join(here, '../../../target/komir.jar');

// The path of a Kazakh family through the core questions; a button is pressed by its callback data.
const buttons = ['~l~kk-Cyrl', '~c~kk-Cyrl~0[.]0', ...[6, 5, 4, 3, 2, 1, 0].map((screen) => `~i~kk-Cyrl~0[.]${screen}`), '~v$', '~o~2$', '~o~0$', '~m~[0-9]{4}$', '~y~', '~d~1960', '~q~', '~p~', '~g$', '~k~0~[1-9]', '~t~1~0', '~k~0~0'];
const ours = ['--questions', '1000', '--done-re', '^(Рақмет|Екеуіңізге)', ...buttons.flatMap((button) => ['--press', button])];
const theirs = ['--questions', '25'];

const bots = [
  { name: 'Kömir, Redis', store: () => `redis://127.0.0.1:${port}`, script: ours, warmUp: 15 },
  { name: 'Kömir, SQLite', store: (folder) => `sqlite:${folder}/load.db`, script: ours, warmUp: 15 },
  { name: 'grammY, Redis', spawn: 'node peers/grammy.mjs', script: theirs, warmUp: 15 },
  { name: 'telegraf, Redis', spawn: 'node peers/telegraf.mjs', script: theirs, warmUp: 15 },
];
const loads = {
  'as fast as it goes': (bot) => ['--chats', '200', '--restart', '--duration', '10', '--warmup', bot.warmUp],
  'at 200 updates/s': (bot) => ['--chats', '2000', '--restart', '--rate', '200', '--duration', '15', '--warmup', bot.warmUp],
  '10,000 open conversations': () => ['--chats', '10000', '--ramp', '400', '--questions', '3', '--hold-for', '5'],
};

async function run(bot, load) {
  const folder = mkdtempSync(join(tmpdir(), 'komir-load-'));
  const redis = spawn('redis-server', ['--port', port, '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'], { stdio: 'ignore' });
  try {
    await pause(800);
    const command = bot.spawn
      ? `sh -c 'cd ${here} && exec ${bot.spawn}'`
      : `sh -c 'cd ${folder} && KOMIR_TELEGRAM_API=$BOT_API_URL KOMIR_STORE=${bot.store(folder)} KOMIR_RELEASE=daily SERVER_PORT=18099 exec ${java} -Xmx512m --enable-native-access=ALL-UNNAMED -jar ${jar}'`;
    const asked = loads[load](bot);
    const script = load.startsWith('10,000') ? bot.script.map((word) => (word === '1000' ? '3' : word)) : bot.script;
    const out = execFileSync('node', [join(here, 'loadgen.js'), '--quiet', '--mode', 'poll', '--timeout', '180', ...script, ...asked.map(String), '--spawn', command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(out);
  } finally {
    redis.kill('SIGKILL');
    await pause(300);
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
for (const load of Object.keys(loads)) {
  const results = bots.map(() => []);
  for (let round = 0; round < rounds; round++) for (const [i, bot] of bots.entries()) results[i].push(await run(bot, load));
  console.log(`\n${load} (median of ${rounds})`);
  for (const [i, bot] of bots.entries()) {
    const of = (read) => median(results[i].map(read));
    console.log(
      [
        bot.name.padEnd(16),
        `answers/s ${of((r) => r.updates_per_s)}`,
        `CPU µs/answer ${of((r) => r.bot.cpu_us_per_update)}`,
        `p50 ms ${of((r) => r.latency_ms_handed_out_to_message?.p50)}`,
        `p99 ms ${of((r) => r.latency_ms_handed_out_to_message?.p99)}`,
        `memory MB ${of((r) => r.bot.rss_mb)}`,
        `start ms ${of((r) => r.startup_ms)}`,
      ].join('  '),
    );
  }
}
