#!lua flags=no-writes
-- The names of the files that belong to records of one case.
-- KEYS 1 records:<id> (hash)
-- ARGV none
-- returns a list of names
local names = {}
for _, value in ipairs(redis.call('HVALS', KEYS[1])) do
  local tag = string.match(value, '^[^\n]*')
  for name in string.gmatch(tag, ' (%x+)') do
    names[#names + 1] = name
  end
end
return names
