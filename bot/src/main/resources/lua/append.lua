#!lua
-- Adds an entry to the log, made on the head that there is; with a case, marks its claim as opened by who holds it: both or none.
-- KEYS 1 log   2 log:head   3 case:<id>, where one is opened (hashes)
-- ARGV 1 number   2 hash of the entry before, 64 zeros before the first   3 hash of this one: 64 digits   4 signature (base64), newline, entry
--      5 volunteer (text)   6 now (milliseconds)   7 its day: yyyy-mm-dd: where a case is opened
-- returns DONE, MOVED or NOT_HELD
for i = 1, 2 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
local n = assert(tonumber(ARGV[1]))
local head = redis.call('HMGET', KEYS[2], 'n', 'sha256')
if n ~= tonumber(head[1] or '0') + 1 or ARGV[2] ~= (head[2] or string.rep('0', 64)) then
  return redis.status_reply('MOVED')
end
if KEYS[3] then
  local now = assert(tonumber(ARGV[6]))
  local case = redis.call('HMGET', KEYS[3], 'state', 'withdrawn', 'holder', 'lease_until')
  if case[1] ~= 'released' or case[2] or case[3] ~= ARGV[5] or tonumber(case[4]) <= now then
    return redis.status_reply('NOT_HELD')
  end
  redis.call('HSET', KEYS[3], 'opened', '1', 'unopened', ARGV[7])
  redis.call('HDEL', KEYS[3], 'handed')
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
redis.call('HSET', KEYS[2], 'n', ARGV[1], 'sha256', ARGV[3])
return redis.status_reply('DONE')
