#!lua
-- A witness process takes the place of the one before, whose notices nobody can open any more. A second run changes nothing.
-- KEYS 1 witness   2 notices (hashes)
-- ARGV 1 its recipient   2 komir-witness/1 (text)   3 its signature (base64)
if redis.call('HGET', KEYS[1], 'recipient') ~= ARGV[1] then
  redis.call('DEL', KEYS[2])
end
redis.call('HSET', KEYS[1], 'recipient', ARGV[1], 'statement', ARGV[2], 'signature', ARGV[3])
return redis.status_reply('DONE')
