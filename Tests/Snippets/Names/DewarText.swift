// What documentation comments use without declaring it. It is only type-checked, never run.

package let names = ["Kim", "Lee"]
