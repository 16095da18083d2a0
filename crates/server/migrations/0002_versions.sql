-- A thread's version is raised by every change of what its readers see, whoever makes it: what is kept rendered goes by
-- it. The server raises it itself when it adds comments; these see to changes of what is there already.

CREATE TRIGGER thread_changed AFTER UPDATE OF site_id, key, url, title, closed_at ON thread BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.id;
END;

CREATE TRIGGER comment_changed AFTER UPDATE ON comment BEGIN
    UPDATE thread SET version = version + 1 WHERE id IN (old.thread_id, new.thread_id);
END;

CREATE TRIGGER comment_deleted AFTER DELETE ON comment BEGIN
    UPDATE thread SET version = version + 1 WHERE id = old.thread_id;
END;

CREATE TRIGGER author_changed AFTER UPDATE OF name, role ON author BEGIN
    UPDATE thread SET version = version + 1 WHERE id IN (SELECT thread_id FROM comment WHERE author_id = new.id);
END;
