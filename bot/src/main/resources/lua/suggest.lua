#!lua
-- Adds what a matcher thinks of two cases to one that has a match record. A second run finds it and changes nothing.
-- KEYS 1 match:records   2 work:<id> (hashes)
-- ARGV 1 case id: 32 digits   2 how many pieces there can be   3 name: 32 digits   4 sealed (bytes)
-- returns DONE, NO_RECORD, TAKEN or FULL
local most = assert(tonumber(ARGV[2]))
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  return redis.status_reply('NO_RECORD')
end
local there = redis.call('HGET', KEYS[2], ARGV[3])
if there then
  return redis.status_reply(there == ARGV[4] and 'DONE' or 'TAKEN')
end
if redis.call('HLEN', KEYS[2]) >= most then
  return redis.status_reply('FULL')
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
return redis.status_reply('DONE')
