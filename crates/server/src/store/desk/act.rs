//! The acts of the desk, by name, and what each of them changes.

use weerwoord_protocol::Badge;

/// The acts, as the log names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Approve,
    Remove,
    Restore,
    /// Lets a comment stand that was reported.
    Dismiss,
    /// Done by readers' reports, and by nobody at the desk.
    Hold,
    Close,
    Reopen,
    Pin,
    Unpin,
    Pick,
    Unpick,
    BadgeAuthor,
    BadgeStaff,
    Unbadge,
    Undo,
}

/// What an act is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Comment,
    /// What stands out about a comment, or about its writer.
    Mark,
    Thread,
    /// Another act, by its number in the log.
    Entry,
}

impl Act {
    const ALL: [Self; 15] = [
        Self::Approve,
        Self::Remove,
        Self::Restore,
        Self::Dismiss,
        Self::Hold,
        Self::Close,
        Self::Reopen,
        Self::Pin,
        Self::Unpin,
        Self::Pick,
        Self::Unpick,
        Self::BadgeAuthor,
        Self::BadgeStaff,
        Self::Unbadge,
        Self::Undo,
    ];

    /// Its name in the log, in forms and in the keys of sentences.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Remove => "remove",
            Self::Restore => "restore",
            Self::Dismiss => "dismiss",
            Self::Hold => "hold",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Pin => "pin",
            Self::Unpin => "unpin",
            Self::Pick => "pick",
            Self::Unpick => "unpick",
            Self::BadgeAuthor => "badge-author",
            Self::BadgeStaff => "badge-staff",
            Self::Unbadge => "unbadge",
            Self::Undo => "undo",
        }
    }

    /// The act of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    /// What it is done to; `None` where nobody at the desk does it.
    pub(crate) const fn target(self) -> Option<Target> {
        match self {
            Self::Approve | Self::Remove | Self::Restore | Self::Dismiss => Some(Target::Comment),
            Self::Pin | Self::Unpin | Self::Pick | Self::Unpick => Some(Target::Mark),
            Self::BadgeAuthor | Self::BadgeStaff | Self::Unbadge => Some(Target::Mark),
            Self::Close | Self::Reopen => Some(Target::Thread),
            Self::Undo => Some(Target::Entry),
            Self::Hold => None,
        }
    }

    /// The badge that it gives.
    pub(super) const fn badge(self) -> Option<Badge> {
        match self {
            Self::BadgeAuthor => Some(Badge::Author),
            Self::BadgeStaff => Some(Badge::Staff),
            _ => None,
        }
    }

    /// Whether it can be undone.
    pub(crate) const fn is_undone(self) -> bool {
        matches!(self.target(), Some(Target::Comment | Target::Mark | Target::Thread))
    }

    /// What it changes, as the log names that. An act is undone until another one changes the same.
    pub(super) const fn changes(self) -> &'static str {
        match self {
            Self::Close | Self::Reopen => "closed",
            Self::Pin | Self::Unpin => "pin",
            Self::Pick | Self::Unpick => "pick",
            Self::BadgeAuthor | Self::BadgeStaff | Self::Unbadge => "badge",
            Self::Approve | Self::Remove | Self::Restore | Self::Dismiss | Self::Hold | Self::Undo => "status",
        }
    }
}
