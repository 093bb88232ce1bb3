// What widgets take, without a page.
import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import {
  anywidget,
  Button,
  Dropdown,
  FloatSlider,
  HBox,
  interactive,
  IntRangeSlider,
  IntSlider,
  Label,
  Output,
  Tab,
  Text,
} from "../../../kernel/helpers/widgets/index.ts";
import { codeOf } from "../../support/codes.ts";

test("a widget is made with new or without, and remembers what it was given", () => {
  expect(new IntSlider({ value: 3, max: 10 }).value).toBe(3);
  expect(IntSlider({ value: 3, max: 10 }).max).toBe(10);
});

test("values have the types of their widgets, and of the controls that interact makes", () => {
  expectTypeOf(new IntSlider().value).toEqualTypeOf<number>();
  expectTypeOf(new Text().value).toEqualTypeOf<string>();
  expectTypeOf(new Dropdown({ options: ["valid", "same"] }).value).toEqualTypeOf<
    "valid" | "same"
  >();
  expectTypeOf(anywidget({ esm: "x", count: 1 }).count).toEqualTypeOf<number>();
  const seen: unknown[] = [];
  const controls = {
    stride: [1, 4],
    mode: ["valid", "same"],
    flip: true,
    by: new IntSlider(),
  } as const;
  interactive(({ stride, mode, flip, by }, { signal }) => {
    expectTypeOf(stride).toEqualTypeOf<number>();
    expectTypeOf(mode).toEqualTypeOf<"valid" | "same">();
    expectTypeOf(flip).toEqualTypeOf<boolean>();
    expectTypeOf(by).toEqualTypeOf<number>();
    seen.push(stride, mode, flip, by, signal.aborted);
  }, controls);
  expect(seen).toEqual([2, "valid", true, 0, false]);
});

test("a value outside the bounds is refused, and the widget stays as it was", () => {
  expect(codeOf(() => new IntSlider({ value: 11, max: 10 }))).toBe("WIDGET_OPTION");
  const slider = new IntSlider({ value: 3, max: 10 });
  expect(codeOf(() => (slider.value = 11))).toBe("WIDGET_OPTION");
  expect(slider.value).toBe(3);
});

test("a bound that moves takes the value with it", () => {
  const slider = new IntSlider({ value: 8, max: 10 });
  slider.max = 5;
  expect(slider.value).toBe(5);
  expect(new IntSlider({ min: 4, max: 6 }).value).toBe(4); // the usual 0 is not between them
});

test("every wrong option is named at once, with the name that was meant", () => {
  const wrong = { value: 2.5, max: "ten", colour: "red", readOut: false };
  const message = (() => {
    try {
      new IntSlider(wrong as object);
    } catch (error) {
      return String(error);
    }
    return "";
  })();
  for (const words of ["value 2.5", 'max "ten"', "colour", "a whole number", "write readout"])
    expect(message).toContain(words);
});

test("a choice is found by its value, by its label's value, and nothing else is taken", () => {
  const mode = new Dropdown({ options: ["valid", "same"] });
  expect(mode.value).toBe("valid");
  mode.value = "same";
  expect(mode.index).toBe(1);
  expect(codeOf(() => (mode.value = "full" as "same"))).toBe("WIDGET_OPTION");
  const size = new Dropdown({ options: { three: 3, five: 5 }, value: 5 });
  expect([size.value, size.index]).toEqual([5, 1]);
  size.options = { fünf: 5, drei: 3 };
  expect(size.value).toBe(5); // the first of the new ones
});

test("boxes take a list of widgets, and say so when they get something else", () => {
  const label = new Label({ value: "a" });
  expect(new HBox([label]).children).toEqual([label]);
  expect(codeOf(() => new HBox(label as never))).toBe("WIDGET_OPTION");
  expect(codeOf(() => new HBox(["a"] as never))).toBe("WIDGET_OPTION");
  expect(new Tab([label], { titles: ["first"] }).titles).toEqual(["first"]);
});

test("layout and style are plain CSS, checked like any option", () => {
  const button = new Button({ layout: { width: "80px" }, style: { buttonColor: "orange" } });
  expect(button.layout.width).toBe("80px");
  expect(button.style.buttonColor).toBe("orange");
  button.layout.border = "1px solid grey";
  expect(button.layout.borderLeft).toBe("1px solid grey");
  expect(codeOf(() => (button.layout.width = 80 as never))).toBe("WIDGET_OPTION");
  expect(codeOf(() => new Button({ layout: { widht: "80px" } as object }))).toBe("WIDGET_OPTION");
});

test("listeners hear the new and the old value until they are taken away", () => {
  const slider = new FloatSlider();
  const heard: unknown[] = [];
  const stop = slider.observe((value, before) => heard.push([value, before]));
  slider.observe("max", (max) => heard.push(max));
  slider.value = 2;
  slider.value = 2; // no change
  slider.max = 20;
  stop();
  slider.value = 3;
  expect(heard).toEqual([[2, 0], 20]);
});

test("a listener of an unknown property is refused with the known ones", () => {
  const text = new Text();
  expect(() => text.observe("valeu" as "value", () => undefined)).toThrow(/placeholder/);
  expect(() => text.observe(undefined as never)).toThrow(/write observe/);
});

test("a widget of one's own needs a module, and names that are free", () => {
  expect(codeOf(() => anywidget({ esm: "" }))).toBe("WIDGET_OPTION");
  expect(codeOf(() => anywidget({ esm: "export default {}", send: 1 }))).toBe("WIDGET_OPTION");
  const counter = anywidget({ esm: "export default {}", count: 1, points: [1, 2] });
  counter.count = 5;
  expect([counter.count, counter.points]).toEqual([5, [1, 2]]);
});

test("property: a pair stays a pair in order, within its bounds", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
      const slider = new IntRangeSlider();
      const isRight = a <= b;
      const outcome = codeOf(() => void (slider.value = [a, b]));
      expect(outcome).toEqual(isRight ? { returned: undefined } : "WIDGET_OPTION");
      expect(slider.value).toEqual(isRight ? [a, b] : [25, 75]);
    }),
  );
});

test("an Output without a page runs its work all the same", () => {
  expect(new Output().capture(() => 7)).toBe(7);
});
