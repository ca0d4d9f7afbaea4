#!lua
-- Hands a draft in with its manifest. A second run finds no draft.
-- KEYS 1 case:<id> (hash)   2 records:<id> (hash)   3 cases:draft (set)   4 cases:submitted (set)   5 cases:released (set)
-- ARGV 1 case id: 32 digits   2 number of the manifest   3 its compartment and newline and bytes
-- returns 1, or 0 if it is no draft, or has gone on since the manifest was made
local expected = {'hash', 'hash', 'set', 'set', 'set'}
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= expected[i] then
    return redis.error_reply('WRONGTYPE')
  end
end
if redis.call('HGET', KEYS[1], 'state') ~= 'draft' or redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
local urgent = redis.call('HGET', KEYS[1], 'urgent') == '1'
redis.call('HSET', KEYS[1], 'state', urgent and 'released' or 'submitted')
redis.call('HDEL', KEYS[1], 'last_turn')
redis.call('SMOVE', KEYS[3], urgent and KEYS[5] or KEYS[4], ARGV[1])
return 1
