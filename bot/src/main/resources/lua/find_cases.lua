#!lua flags=no-writes
-- The cases that were handed in and follow none whose id begins so.
-- KEYS 1 cases:submitted   2 cases:released   3 cases:closed (sets)
-- ARGV 1 the beginning: 8 to 32 digits; the keys case:<id> (hash) follow from the sets
-- returns their ids
local found = {}
for _, key in ipairs(KEYS) do
  for _, id in ipairs(redis.call('SMEMBERS', key)) do
    if string.sub(id, 1, #ARGV[1]) == ARGV[1] and redis.call('HEXISTS', 'case:' .. id, 'first') == 0 then
      found[#found + 1] = id
    end
  end
end
return found
