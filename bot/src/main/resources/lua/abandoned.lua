#!lua flags=no-writes
-- The drafts whose last turn was before a day.
-- KEYS 1 cases:draft (set)
-- ARGV 1 day: yyyy-mm-dd; the keys case:<id> (hash) follow from the set
-- returns their ids
local ids = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local last_turn = redis.call('HGET', 'case:' .. id, 'last_turn')
  if last_turn and last_turn < ARGV[1] then
    ids[#ids + 1] = id
  end
end
return ids
