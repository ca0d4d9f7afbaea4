#!lua flags=no-writes
-- Where replies about a case go.
-- KEYS 1 case:<id> (hash)
-- ARGV none; the key mailbox:<name> (hash) follows
-- returns its name, recipient and author, or nothing
local case = redis.call('HMGET', KEYS[1], 'mailbox', 'withdrawn')
if not case[1] or case[2] then
  return {}
end
local mailbox = redis.call('HMGET', 'mailbox:' .. case[1], 'recipient', 'author')
return {case[1], mailbox[1], mailbox[2]}
