//! JSON by the browser's own parser, and from its values to the wire types by serde.
//!
//! A parser that is compiled along costs each reader 14 kB (serde_json), and a general bridge between JavaScript's values
//! and serde 9 kB (serde-wasm-bindgen): both tell in words what they did not understand. This one knows what the wire types
//! are made of, and no more: texts, flags, counts, lists, maps, structs, and enums without contents.

use std::fmt;

use js_sys::{Array, JSON, Object, Reflect};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, de, forward_to_deserialize_any};
use wasm_bindgen::{JsCast, JsValue};

/// What the text says; `None` where it is no JSON, or says something else.
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(Value(JSON::parse(text).ok()?)).ok()
}

/// The object that the text is; `None` where it is none.
pub fn object(text: &str) -> Option<Object> {
    JSON::parse(text).ok()?.dyn_into().ok()
}

/// The value as text.
pub fn text(of: &impl Serialize) -> Option<String> {
    serde_json::to_string(of).ok()
}

/// What was read is not what was expected. Which of the two, and where, nobody is there to read.
#[derive(Debug)]
struct Unexpected;

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not as expected")
    }
}

impl std::error::Error for Unexpected {}

impl de::Error for Unexpected {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A value of JavaScript's.
struct Value(JsValue);

impl Value {
    fn text(&self) -> Result<String, Unexpected> {
        self.0.as_string().ok_or(Unexpected)
    }

    /// A whole number from 0 on.
    fn count(&self) -> Result<u64, Unexpected> {
        let number = self.0.as_f64().ok_or(Unexpected)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with what it was")]
        let count = number as u32;
        if f64::from(count) == number { Ok(count.into()) } else { Err(Unexpected) }
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Unexpected;

    /// What the wire types have none of.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unexpected> {
        Err(Unexpected)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unexpected)?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_u64(self.count()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_u64(self.count()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_u64(self.count()?)
    }

    /// A vote.
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        #[expect(clippy::cast_possible_truncation, reason = "a vote is -1, 0 or 1")]
        visitor.visit_i32(self.0.as_f64().ok_or(Unexpected)? as i32)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_seq(List { items: self.0.dyn_into().map_err(|_| Unexpected)?, at: 0 })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        visitor.visit_map(Fields { object: self.0, names, at: 0, value: JsValue::UNDEFINED })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        let name = self.text()?;
        // Past the last one where there is none of this name.
        let at = variants.iter().take_while(|variant| **variant != name).count();
        visitor.visit_enum(u32::try_from(at).map_err(|_| Unexpected)?.into_deserializer())
    }

    forward_to_deserialize_any! {
        i8 i16 i64 u8 f32 f64 char str bytes byte_buf unit unit_struct tuple tuple_struct
        map identifier ignored_any
    }
}

/// A list, or a map as a list of its keys and values in turn.
struct List {
    items: Array,
    at: u32,
}

impl List {
    fn next(&mut self) -> Option<Value> {
        let at = self.at;
        self.at += 1;
        (at < self.items.length()).then(|| Value(self.items.get(at)))
    }
}

impl<'de> SeqAccess<'de> for List {
    type Error = Unexpected;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unexpected> {
        self.next().map(|value| seed.deserialize(value)).transpose()
    }
}

impl<'de> MapAccess<'de> for List {
    type Error = Unexpected;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unexpected> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unexpected> {
        seed.deserialize(self.next().ok_or(Unexpected)?)
    }
}

/// A struct's fields, told by their place in its declaration: that takes less code than their names.
struct Fields {
    object: JsValue,
    names: &'static [&'static str],
    at: usize,
    value: JsValue,
}

impl Fields {
    /// Goes to the next field that is there.
    fn next(&mut self) -> Option<usize> {
        while let Some(name) = self.names.get(self.at) {
            self.at += 1;
            self.value = Reflect::get(&self.object, &JsValue::from_str(name)).unwrap_or_default();
            if !self.value.is_undefined() {
                return Some(self.at - 1);
            }
        }
        None
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unexpected;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unexpected> {
        self.next().map(|at| seed.deserialize(at.into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unexpected> {
        seed.deserialize(Value(std::mem::take(&mut self.value)))
    }
}
