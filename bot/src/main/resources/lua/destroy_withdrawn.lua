#!lua flags=allow-oom
-- Destroys the cases whose withdrawal is old enough and what followed them, their keys first; their mailboxes lose the way to them. What two people
-- hold stays.
-- KEYS 1 cases:withdrawn (set)
-- ARGV 1 day: yyyy-mm-dd; those of days before it   2 today: yyyy-mm-dd
--      The keys of each case, of what followed it, of its mailbox, of the work on it and of what was decided about it follow from the set.
-- returns the names of the files that were theirs
local found = redis.call('TYPE', KEYS[1]).ok
if found ~= 'none' and found ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end

local function held(id)
  local last = {}
  local decisions = redis.call('HGETALL', 'decisions:' .. id)
  for i = 1, #decisions, 2 do
    local number = tonumber(decisions[i])
    local kind, volunteer, day = string.match(decisions[i + 1], '^([^\n]*)\n([^\n]*)\n([^\n]*)\n')
    if kind == 'HOLD' and (not last[volunteer] or last[volunteer].number < number) then
      last[volunteer] = {number = number, day = day}
    end
  end
  local people = 0
  for _, hold in pairs(last) do
    if hold.day >= ARGV[2] then
      people = people + 1
    end
  end
  return people > 1
end

local names = {}
for _, first in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local case = redis.call('HMGET', 'case:' .. first, 'withdrawn', 'first', 'mailbox')
  if case[1] and case[1] < ARGV[1] and not case[2] and not held(first) then
    local group = redis.call('SMEMBERS', 'followups:' .. first)
    group[#group + 1] = first
    for _, id in ipairs(group) do
      redis.call('DEL', 'keys:' .. id)
    end
    for _, id in ipairs(group) do
      for _, value in ipairs(redis.call('HVALS', 'records:' .. id)) do
        for name in string.gmatch(string.match(value, '^[^\n]*'), ' (%x+)') do
          names[#names + 1] = name
        end
      end
      redis.call('DEL', 'records:' .. id)
      redis.call('DEL', 'aid:' .. id)
      redis.call('DEL', 'case:' .. id)
      redis.call('SREM', KEYS[1], id)
    end
    redis.call('DEL', 'followups:' .. first)
    redis.call('DEL', 'links:' .. first)
    redis.call('DEL', 'work:' .. first)
    redis.call('DEL', 'verdicts:' .. first)
    redis.call('HDEL', 'mailbox:' .. case[3], 'id')
  end
end
return names
