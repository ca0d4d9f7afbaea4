#!lua
-- Puts the key of match records in the place of another one, or where there is none. With a new generation all records of the one before go. A second run
-- finds it.
-- KEYS 1 match:key   2 match:records (hashes)
-- ARGV 1 SHA-256 of the file that lies there, '' where there is none   2 generation   3 SHA-256 of this file   4 the file (bytes)   5 readers   6 maker (text)
-- returns 1, or 0 if another file lies there
for i = 1, 2 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
local key = redis.call('HMGET', KEYS[1], 'sha256', 'generation')
if key[1] == ARGV[3] then
  return 1
end
if (key[1] or '') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'sha256', ARGV[3], 'sealed', ARGV[4], 'readers', ARGV[5], 'maker', ARGV[6])
if key[2] ~= ARGV[2] then
  redis.call('DEL', KEYS[2])
end
return 1
