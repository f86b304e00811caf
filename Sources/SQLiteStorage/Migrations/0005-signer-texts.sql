-- What a signer fills in before she signs.
ALTER TABLE signer ADD COLUMN texts TEXT NOT NULL DEFAULT '[]'
    CONSTRAINT signer_texts_json CHECK (json_valid(texts));
