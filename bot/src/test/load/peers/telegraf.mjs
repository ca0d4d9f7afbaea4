import { Telegraf } from 'telegraf';
import { apiRoot, questions, redis, store, token } from './answers.mjs';

const bot = new Telegraf(token, { telegram: { apiRoot } });
const key = (ctx) => `telegraf:${ctx.chat.id}`;
bot.start(async (ctx) => {
  await redis.set(key(ctx), JSON.stringify({ at: 0, id: Math.random().toString(36).slice(2) }));
  await ctx.reply(questions[0]);
});
bot.on('text', async (ctx) => {
  const now = JSON.parse((await redis.get(key(ctx))) ?? '{"at":-1}');
  if (now.at < 0 || now.at >= questions.length) return;
  await store(now.id, now.at, ctx.message.text);
  now.at++;
  await redis.set(key(ctx), JSON.stringify(now));
  await ctx.reply(questions[now.at] ?? 'Рақмет!');
});
bot.catch((failure) => console.error(failure.message));
bot.launch();
process.on('SIGTERM', () => process.exit(0));
