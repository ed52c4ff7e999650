// SPDX-License-Identifier: MIT
//
// What cmake/docs/guarantees.awk must refuse, with the rows in refused.txt. Not compiled.

// Editors show this instead of what is said where the class is defined.
template <class T>
class IsDeclared;

/// A class of mistakes.
class Refused {
 public:
  /// \throws something. Strong guarantee
  void is_right();
  /// \throws something. Basic guarantee: something is left
  template <class T>
    requires(!std::is_same_v<T, int>)
  [[nodiscard]] static auto is_right_too(T&& value = T()) const -> decltype(value);
  /// Does something. \pre something; checked by hardening
  void is_owed();
  void is_noexcept() const noexcept(true && false) = delete;
  /// \throws something
  void says_only_what();
  /// Does something.
  void says_nothing();
  void has_no_comment() noexcept;
  /// \throws something. Strong guarantee
  void has_no_row();
  /// \throws something. Strong guarantee
  void claims_another();
  /// \throws something. Strong guarantee
  void cannot_throw() noexcept;

 private:
  void is_private();
};
