#!lua
-- Puts a letter into the mailbox of a case. A second run changes nothing.
-- KEYS 1 case:<id> (hash)
-- ARGV 1 id of the letter: 32 digits   2 its files, newline and sealed bytes; the key letters:<name> (hash) follows from the case
-- returns 1, or 0 if the case has no mailbox, or was withdrawn
local case = redis.call('HMGET', KEYS[1], 'mailbox', 'withdrawn')
if not case[1] or case[2] then
  return 0
end
redis.call('HSETNX', 'letters:' .. case[1], ARGV[1], ARGV[2])
return 1
