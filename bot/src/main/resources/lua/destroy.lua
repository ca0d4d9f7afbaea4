#!lua flags=allow-oom
-- Destroys a draft, its keys first. A second run finds no draft.
-- KEYS 1 keys:<id> (hash)   2 records:<id> (hash)   3 case:<id> (hash)   4 cases:draft (set)
-- ARGV 1 case id: 32 digits
-- returns 1, or 0 if it is no draft
local found = redis.call('TYPE', KEYS[4]).ok
if found ~= 'none' and found ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
if redis.call('HGET', KEYS[3], 'state') ~= 'draft' then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('DEL', KEYS[2])
redis.call('DEL', KEYS[3])
redis.call('SREM', KEYS[4], ARGV[1])
return 1
