#!lua flags=no-writes
-- The locked cases, without those that follow.
-- KEYS 1 cases:withdrawn (set)
-- ARGV none; the keys case:<id> and decisions:<id> (hashes) follow from the set
-- returns for each two lists: its id and its day; numbers and values of what was decided about it
local all = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local case = redis.call('HMGET', 'case:' .. id, 'withdrawn', 'first')
  if not case[2] then
    all[#all + 1] = {id, case[1]}
    all[#all + 1] = redis.call('HGETALL', 'decisions:' .. id)
  end
end
return all
