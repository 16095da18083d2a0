-- Who posted a comment: the digest of the site's name and the token of the reader's device. NULL for imported comments, and
-- for those that were posted without a token.
ALTER TABLE comment ADD COLUMN writer BLOB;
