// What both comparison bots share: 25 questions, each text answer sealed to three X25519 keys and appended to a Redis stream.
import { Redis } from 'ioredis';
import sodium from 'sodium-native';

export const redis = new Redis({ host: '127.0.0.1', port: Number(process.env.REDIS_PORT ?? 6390) });
export const apiRoot = process.env.BOT_API_URL;
export const token = '4242:TEST';
export const questions = Array.from(
  { length: 25 },
  (_, i) => `${i + 1}/25. Сол күні не болғанын, қайда және қашан болғанын толық жазып беріңіз. Есімдерді атамауға болады.`,
);

const readers = Array.from({ length: 3 }, () => {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES);
  sodium.crypto_box_keypair(publicKey, Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES));
  return publicKey;
});

export async function store(session, question, text) {
  const plain = Buffer.from(text);
  const fields = readers.flatMap((reader, i) => {
    const sealed = Buffer.alloc(plain.length + sodium.crypto_box_SEALBYTES);
    sodium.crypto_box_seal(sealed, plain, reader);
    return [`r${i}`, sealed];
  });
  await redis.xadd('answers', '*', 's', session, 'q', question, ...fields);
}
