#!lua
-- Hands in a whole case that was sealed elsewhere. A second run finds it and changes nothing.
-- KEYS 1 case:<id>, 2 keys:<id>, 3 records:<id>, 4 mailbox:<name> (hashes)   5 cases:submitted, 6 cases:released (sets)
-- ARGV 1 case id: 32 digits   2 urgent: 0 | 1   3 name of the mailbox: 64 digits   4 recipient   5 author   6 day: yyyy-mm-dd
--      7 n, then n times: compartment, recipient (text), key file (bytes)
--      then n, then n times: number of a record, its compartment, files, newline and bytes; the last one is the manifest
-- returns the day of the first handing-in, or REFUSED if the id or the mailbox is another's
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= (i > 4 and 'set' or 'hash') then
    return redis.error_reply('WRONGTYPE')
  end
end
local at = 7
local function list(width)
  local from = at + 1
  local to = at + width * tonumber(ARGV[at])
  at = to + 1
  return from, to
end
local keys_from, keys_to = list(3)
local records_from, records_to = list(2)

if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('EXISTS', KEYS[4]) == 1 then
  local same = redis.call('HGET', KEYS[4], 'id') == ARGV[1]
    and redis.call('HGET', KEYS[3], ARGV[records_to - 1]) == ARGV[records_to]
  return redis.status_reply(same and redis.call('HGET', KEYS[4], 'day') or 'REFUSED')
end
redis.call('HSET', KEYS[1], 'state', ARGV[2] == '1' and 'released' or 'submitted', 'destroy', '0', 'minimum', '1',
  'urgent', ARGV[2], 'mailbox', ARGV[3])
for i = keys_from, keys_to, 3 do
  redis.call('HSET', KEYS[1], 'recipient:' .. ARGV[i], ARGV[i + 1])
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2])
end
for i = records_from, records_to, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
redis.call('HSET', KEYS[4], 'id', ARGV[1], 'recipient', ARGV[4], 'author', ARGV[5], 'day', ARGV[6])
redis.call('SADD', ARGV[2] == '1' and KEYS[6] or KEYS[5], ARGV[1])
return redis.status_reply(ARGV[6])
