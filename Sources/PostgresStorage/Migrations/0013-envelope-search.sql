-- What each envelope is found by, in normal form; numbers say in which order envelopes came. Rows never change.
CREATE TABLE envelope_search (
    number BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT envelope_search_key PRIMARY KEY,
    envelope_id BYTEA NOT NULL
        CONSTRAINT envelope_search_envelope_unique UNIQUE
        CONSTRAINT envelope_search_envelope REFERENCES envelope (id),
    organisation_id BYTEA NOT NULL,
    text TEXT COLLATE "C" NOT NULL
);

CREATE INDEX envelope_search_by_organisation ON envelope_search (organisation_id, number);

-- The organisation, every character, and every two characters beside each other.
CREATE FUNCTION search_pairs(organisation BYTEA, searched TEXT) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT array_agg(DISTINCT word COLLATE "C")
    FROM (
        SELECT encode(organisation, 'hex') AS word
        UNION ALL
        SELECT unnest(ARRAY[one, one || next])
        FROM (
            SELECT one, lead(one) OVER (ORDER BY place) AS next
            FROM unnest(string_to_array(searched, NULL)) WITH ORDINALITY AS part (one, place)
        ) AS beside
    ) AS words
    WHERE word IS NOT NULL
$$;

-- Whoever searches reads what has not been sorted into the index yet, so that stays little.
CREATE INDEX envelope_search_by_pairs ON envelope_search USING GIN (search_pairs(organisation_id, text))
WITH (gin_pending_list_limit = 512);
