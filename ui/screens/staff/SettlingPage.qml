import QtQuick
import "../../theme"
import "../../widgets"

// One open item: what it is, what to look at, who signs for it, and the answers.
StaffFrame {
    id: page
    answers: view.answers
    onViewChanged: why = ""

    Column {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(4)

        Repeater {
            model: page.view.blanks
            delegate: Pressable {
                id: blank
                required property var modelData
                objectName: modelData.name
                text: modelData.label + " " + modelData.typed
                press: "blank"
                argument: modelData.argument
                width: pad.width
                height: Theme.mm(20)
                edge: modelData.here ? Theme.primary : Theme.border
                edgeWidth: modelData.here ? 1.2 : 0.6
                contentItem: Item {
                    OneLine {
                        id: label
                        words: blank.modelData.label
                        em: 6.6
                        color: Theme.inkSoft
                        x: Theme.mm(4)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    OneLine {
                        words: blank.modelData.typed
                        em: 9
                        font.bold: true
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.mm(5)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
        NumberPad {
            id: pad
            pad: page.view.pad
            confirms: false
            keyHeight: Theme.mm(page.view.blanks.length > 1 ? 25 : 28)
            keyWidth: Theme.mm(32)
        }
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: right.left
        anchors.rightMargin: Theme.mm(9)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(4)

        Prose {
            words: page.view.heading
            em: 11
            font.bold: true
            leading: 1.25
            width: parent.width
        }
        OneLine {
            words: page.view.amount
            em: 15
            font.bold: true
            color: Theme.brand
        }
        Repeater {
            model: page.view.lines
            delegate: OneLine {
                required property string modelData
                words: modelData
                em: 7
                color: Theme.inkSoft
            }
        }
        Repeater {
            model: page.view.steps
            delegate: Row {
                id: step
                required property int index
                required property string modelData
                spacing: Theme.mm(4)
                width: parent.width
                Rectangle {
                    id: number
                    width: Theme.mm(10)
                    height: width
                    radius: width / 2
                    color: Theme.primary
                    OneLine {
                        anchors.centerIn: parent
                        words: String(step.index + 1)
                        em: 7
                        font.bold: true
                        color: Theme.inkOnPrimary
                        Accessible.ignored: true
                    }
                }
                Prose {
                    words: step.modelData
                    em: 7.2
                    leading: 1.3
                    width: step.width - number.width - step.spacing
                }
            }
        }
    }
}
