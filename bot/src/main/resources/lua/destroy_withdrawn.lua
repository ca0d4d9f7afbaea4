#!lua flags=allow-oom
-- Destroys the cases whose withdrawal is old enough, their keys first; their mailboxes lose the way to them.
-- KEYS 1 cases:withdrawn (set)
-- ARGV 1 day: yyyy-mm-dd; those of days before it; the keys of each case and of its mailbox follow from the set
-- returns the names of the files that were theirs
local found = redis.call('TYPE', KEYS[1]).ok
if found ~= 'none' and found ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
local names = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local case = redis.call('HMGET', 'case:' .. id, 'withdrawn', 'mailbox')
  if case[1] and case[1] < ARGV[1] then
    for _, value in ipairs(redis.call('HVALS', 'records:' .. id)) do
      for name in string.gmatch(string.match(value, '^[^\n]*'), ' (%x+)') do
        names[#names + 1] = name
      end
    end
    redis.call('DEL', 'keys:' .. id)
    redis.call('DEL', 'records:' .. id)
    redis.call('DEL', 'case:' .. id)
    redis.call('HDEL', 'mailbox:' .. case[2], 'id')
    redis.call('SREM', KEYS[1], id)
  end
end
return names
