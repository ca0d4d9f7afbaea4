import { RedisAdapter } from '@grammyjs/storage-redis';
import { run, sequentialize } from '@grammyjs/runner';
import { Bot, session } from 'grammy';
import { apiRoot, questions, redis, store, token } from './answers.mjs';

const bot = new Bot(token, { client: { apiRoot } });
const chat = (ctx) => ctx.chat?.id.toString();
bot.use(sequentialize(chat));
bot.use(session({ initial: () => ({ at: -1, id: '' }), storage: new RedisAdapter({ instance: redis }), getSessionKey: chat }));
bot.command('start', async (ctx) => {
  ctx.session = { at: 0, id: Math.random().toString(36).slice(2) };
  await ctx.reply(questions[0]);
});
bot.on('message:text', async (ctx) => {
  const now = ctx.session;
  if (now.at < 0 || now.at >= questions.length) return;
  await store(now.id, now.at, ctx.message.text);
  now.at++;
  await ctx.reply(questions[now.at] ?? 'Рақмет!');
});
bot.catch((failure) => console.error(failure.message));
run(bot);
process.on('SIGTERM', () => process.exit(0));
