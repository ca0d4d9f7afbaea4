#!lua
-- Puts another mailbox in the place of one. A second run finds it done and changes nothing.
-- KEYS 1 mailbox:<name>   2 letters:<name>   3 mailbox:<other>   4 letters:<other>   5 tells (hashes)
-- ARGV 1 name of the other: 64 digits   2 its recipient   3 its author   4 the link: signatures, an empty line, statement
--      5 name of a wish to be told (64 digits) or ''   6 the same, sealed (bytes)
--      7 n, then n times: id of a letter, its files, newline and sealed bytes
--      The keys case:<id>, links:<id> (hashes) and tells:<id> (set) follow from the mailbox.
-- returns 1, or 0 if there is no such mailbox, it was withdrawn, the other one is another's, or a letter is missing
for _, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  local other = redis.call('HMGET', KEYS[3], 'id', 'withdrawn')
  if redis.call('EXISTS', KEYS[1]) == 0 and other[1] and not other[2] then
    for _, link in ipairs(redis.call('HVALS', 'links:' .. other[1])) do
      if link == ARGV[4] then
        return 1
      end
    end
  end
  return 0
end
local mailbox = redis.call('HMGET', KEYS[1], 'id', 'day', 'withdrawn')
local id = mailbox[1]
if not id or mailbox[3] then
  return 0
end
local anew = {}
for i = 8, 7 + 2 * tonumber(ARGV[7]), 2 do
  anew[ARGV[i]] = true
end
for _, letter in ipairs(redis.call('HKEYS', KEYS[2])) do
  if not anew[letter] then
    return 0
  end
end
local types = {['case:' .. id] = 'hash', ['links:' .. id] = 'hash', ['tells:' .. id] = 'set'}
for key, expected in pairs(types) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= expected then
    return redis.error_reply('WRONGTYPE')
  end
end

-- from here on nothing can fail
redis.call('DEL', KEYS[1])
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[3], 'id', id, 'recipient', ARGV[2], 'author', ARGV[3], 'day', mailbox[2])
redis.call('HSET', 'case:' .. id, 'mailbox', ARGV[1])
for i = 8, 7 + 2 * tonumber(ARGV[7]), 2 do
  redis.call('HSET', KEYS[4], ARGV[i], ARGV[i + 1])
end
redis.call('HSET', 'links:' .. id, tostring(redis.call('HLEN', 'links:' .. id) + 1), ARGV[4])
for _, name in ipairs(redis.call('SMEMBERS', 'tells:' .. id)) do
  redis.call('HDEL', KEYS[5], name)
end
redis.call('DEL', 'tells:' .. id)
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[5], ARGV[5], id .. '\n' .. ARGV[6])
  redis.call('SADD', 'tells:' .. id, ARGV[5])
end
return 1
