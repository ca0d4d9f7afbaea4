#!lua flags=no-writes
-- A case and what followed it at one moment.
-- KEYS 1 case:<id> (hash)   2 followups:<id> (set)
-- ARGV 1 case id: 32 digits   2 which: locked (all of them, if the first one is locked) | released (what follows and is released, if it is not)
--      The keys case:<id>, keys:<id>, records:<id> (hashes) of each follow from the set.
-- returns for each four lists: its id; the three, each a list of field, value, field, value …
local case = redis.call('HMGET', KEYS[1], 'withdrawn', 'first')
local locked = ARGV[2] == 'locked'
if case[2] or locked ~= (case[1] ~= false) then
  return {}
end
local ids = redis.call('SMEMBERS', KEYS[2])
if locked then
  ids[#ids + 1] = ARGV[1]
end
local all = {}
for _, id in ipairs(ids) do
  if locked or redis.call('HGET', 'case:' .. id, 'state') == 'released' then
    all[#all + 1] = {id}
    all[#all + 1] = redis.call('HGETALL', 'case:' .. id)
    all[#all + 1] = redis.call('HGETALL', 'keys:' .. id)
    all[#all + 1] = redis.call('HGETALL', 'records:' .. id)
  end
end
return all
