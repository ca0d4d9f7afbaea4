#!lua flags=no-writes
-- Where replies about a case go.
-- KEYS 1 case:<id> (hash)   2 links:<id> (hash)   3 tells:<id> (set)   4 tells (hash)
-- ARGV none; the key mailbox:<name> (hash) follows
-- returns three lists: its name, recipient and author, or nothing; fields and values of the links; names and values of the wishes to be told
local case = redis.call('HMGET', KEYS[1], 'mailbox', 'withdrawn')
if not case[1] or case[2] then
  return {{}, {}, {}}
end
local mailbox = redis.call('HMGET', 'mailbox:' .. case[1], 'recipient', 'author')
local tells = {}
for _, name in ipairs(redis.call('SMEMBERS', KEYS[3])) do
  tells[#tells + 1] = name
  tells[#tells + 1] = redis.call('HGET', KEYS[4], name)
end
return {{case[1], mailbox[1], mailbox[2]}, redis.call('HGETALL', KEYS[2]), tells}
