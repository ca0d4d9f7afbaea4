#!lua
-- Brings what schema 1 wrote to schema 2: letters have files before them, and mailboxes the day of their withdrawal. To schema 3 a log is added,
-- to schema 4 panels and those who must not see a case, which a program that knows none must not pass by; to schema 5 match records, and what became
-- of what families need, which a program that knows none would leave there when a case is taken back. A second run finds it done.
-- KEYS 1 komir:schema (string)
-- ARGV none; every mailbox:<name> and letters:<name> (hashes)
if redis.call('GET', KEYS[1]) == '1' then
  for _, key in ipairs(redis.call('KEYS', 'letters:*')) do
    for _, id in ipairs(redis.call('HKEYS', key)) do
      redis.call('HSET', key, id, '\n' .. redis.call('HGET', key, id))
    end
  end
  for _, key in ipairs(redis.call('KEYS', 'mailbox:*')) do
    local mailbox = redis.call('HMGET', key, 'id', 'day')
    -- where the case is destroyed nobody knows its day any more; that of the handing-in was before it
    local withdrawn = mailbox[2]
    if mailbox[1] then
      withdrawn = redis.call('HGET', 'case:' .. mailbox[1], 'withdrawn')
    end
    if withdrawn then
      redis.call('HSET', key, 'withdrawn', withdrawn)
    end
  end
  redis.call('SET', KEYS[1], '2')
end
if tonumber(redis.call('GET', KEYS[1])) < 5 then
  redis.call('SET', KEYS[1], '5')
end
return redis.call('GET', KEYS[1])
