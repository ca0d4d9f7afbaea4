#!lua flags=no-writes
-- The names of the files that belong to records of one case, and to letters to its family.
-- KEYS 1 records:<id> (hash)   2 case:<id> (hash)
-- ARGV none; the key letters:<name> (hash) follows from the case
-- returns a list of names
local names = {}
local function add(key)
  for _, value in ipairs(redis.call('HVALS', key)) do
    local tag = string.match(value, '^[^\n]*')
    for name in string.gmatch(tag, ' (%x+)') do
      names[#names + 1] = name
    end
  end
end
add(KEYS[1])
local mailbox = redis.call('HGET', KEYS[2], 'mailbox')
if mailbox then
  add('letters:' .. mailbox)
end
return names
