//! Reports of a comment to the site's editors: one of each reader, whose reason and words can be changed.

use serde::{Deserialize, Serialize};

/// Why a comment is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReportReason {
    /// It advertises, or was posted in many places.
    Spam,
    /// It insults, threatens or hounds somebody.
    Abuse,
    /// It has nothing to do with the article.
    OffTopic,
    /// It breaks the law.
    Illegal,
    /// Something else, which the text tells.
    Other,
}

impl ReportReason {
    /// Every reason, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Spam, Self::Abuse, Self::OffTopic, Self::Illegal, Self::Other];

    /// The reason of this name; `None` where there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// The reason's name on the wire and in the keys of sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Abuse => "abuse",
            Self::OffTopic => "off-topic",
            Self::Illegal => "illegal",
            Self::Other => "other",
        }
    }
}

/// A reader's report of a comment: the body of `POST /api/v1/comments/{id}/reports`. The same reader's next report of it
/// takes this one's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReport {
    /// The site's name.
    pub site: String,
    /// Why.
    pub reason: ReportReason,
    /// What the reader has to say about it; at most [`REPORT_TEXT_MAX`](crate::REPORT_TEXT_MAX) characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_one_name_everywhere() {
        for reason in ReportReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
            assert_eq!(ReportReason::parse(reason.name()), Some(reason));
        }
        assert_eq!(ReportReason::parse("Spam"), None);
    }
}
