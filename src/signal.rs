//! Signals whose code exists once, whatever they hold.
//!
//! Each type that Leptos's own `RwSignal` holds brings its own copies of keeping, locking and following a value, and a store
//! has a dozen of such types. Here the value is kept without its type, beside a trigger that all types share. The methods
//! have Leptos's names and do the same.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::{GetValue, IsDisposed, LocalStorage, Notify, StoredValue, Track, Trigger};

/// A value that is followed. It lives as long as the owner under which it was made, and is to be used on that one's
/// thread alone.
pub struct RwSignal<T> {
    value: StoredValue<Rc<dyn Any>, LocalStorage>,
    trigger: Trigger,
    holds: PhantomData<fn() -> T>,
}

impl<T> Copy for RwSignal<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> RwSignal<T> {
    /// A signal that holds this value.
    pub fn new(value: T) -> Self {
        let value: Rc<dyn Any> = Rc::new(RefCell::new(value));
        Self { value: StoredValue::new_local(value), trigger: Trigger::new(), holds: PhantomData }
    }

    /// Follows the value without reading it.
    pub fn track(self) {
        self.trigger.track();
    }

    /// Reads the value, and follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// Reads the value.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.cell().borrow())
    }

    /// Changes the value, and tells whoever follows it.
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        let changed = change(&mut self.cell().borrow_mut());
        self.trigger.notify();
        changed
    }

    /// Changes the value, and tells whoever follows it if that says that it did.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        if change(&mut self.cell().borrow_mut()) {
            self.trigger.notify();
        }
    }

    /// Takes another value, and tells whoever follows it.
    pub fn set(self, value: T) {
        self.update(|held| *held = value);
    }

    /// Whether its owner is gone, and the value with it.
    pub fn is_disposed(self) -> bool {
        self.value.is_disposed()
    }

    fn cell(self) -> Rc<RefCell<T>> {
        match self.value.get_value().downcast() {
            Ok(cell) => cell,
            // The type is that of `new`.
            Err(_) => unreachable!(),
        }
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    /// The value; it is followed.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value; `None` once its owner is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        (!self.is_disposed()).then(|| self.get_untracked())
    }
}
